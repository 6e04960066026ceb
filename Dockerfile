# Sonde's worker, and the stand-in platform: the same files, started otherwise. Nothing is compiled: Node runs the TypeScript as it is.
FROM grafana/k6:1.8.1 AS k6

FROM node:24.21.0-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24.21.0-slim
LABEL org.opencontainers.image.title="sonde" \
      org.opencontainers.image.description="Synthetic monitoring worker: k6 journeys on a schedule, strictly judged, delivered to InfluxDB" \
      org.opencontainers.image.licenses="Apache-2.0"
# A container's name changes with every start: without a location of its own each would make new series.
ENV NODE_ENV=production \
    SONDE_K6=/usr/local/bin/k6 \
    SONDE_STORE=/data/sonde.db \
    SONDE_LOCATION=container \
    SONDE_LOG=json \
    XDG_CACHE_HOME=/data/cache
RUN install --directory --mode=0700 --owner=node --group=node /data
WORKDIR /app
COPY --from=k6 /usr/bin/k6 /usr/local/bin/k6
# The slim image has no root certificates. Node brings its own, k6 reads these.
COPY --from=k6 /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=packages /app/node_modules node_modules
COPY package.json package-lock.json sonde.config.ts ./
COPY scripts scripts
COPY demo demo
COPY dashboards/generated dashboards/generated
COPY probes probes
COPY worker worker
USER node
# Ready from its first stored run on, which a probe that wants the target quiet may hold for 20 minutes. InfluxDB may be away meanwhile.
HEALTHCHECK --interval=30s --timeout=5s --start-period=25m --retries=3 \
    CMD ["node", "scripts/compose/healthy.mjs", "http://127.0.0.1:4610/readyz"]
STOPSIGNAL SIGTERM
# node, never npm: npm dies of SIGTERM and leaves the worker alone.
ENTRYPOINT ["node", "scripts/sonde.mjs"]
CMD ["start"]
