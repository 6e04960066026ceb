/** The first bytes of a body as text; the rest is not waited for. Rejects when the body breaks off before. */
export async function readSome(body: ReadableStream<Uint8Array> | null, limitBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  if (body) {
    for await (const chunk of body) {
      chunks.push(chunk);
      bytes += chunk.byteLength;
      if (bytes >= limitBytes) break;
    }
  }
  return Buffer.concat(chunks).toString("utf8", 0, limitBytes);
}
