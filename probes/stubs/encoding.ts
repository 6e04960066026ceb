type Variant = "std" | "rawstd" | "url" | "rawurl";

const encoding = {
  /** Like k6's, this one refuses what is not base64 of the variant. */
  b64decode(text: string, variant: Variant, _format: "s"): string {
    const allowed = variant.endsWith("url") ? /^[\w-]*$/ : /^[A-Za-z0-9+/]*$/;
    const isRaw = variant.startsWith("raw");
    const bare = isRaw ? text : text.replace(/=+$/, "");
    if (!allowed.test(bare) || bare.length % 4 === 1) throw new Error("illegal base64 data");
    return Buffer.from(bare, "base64url").toString("utf8");
  },
};

export default encoding;
