const units: Record<string, number> = { KB: 1e3, MB: 1e6, GB: 1e9 };

/** `"256MB"`, `"1.5GB"` to bytes; `null` when it is no size of at least 1 KB. */
export function parseBytes(text: string): number | null {
  const [, amount = "", unit = ""] = /^(\d+(?:\.\d+)?)(KB|MB|GB)$/.exec(text) ?? [];
  const bytes = Math.floor(Number(amount) * (units[unit] ?? 0));
  return bytes >= 1e3 ? bytes : null;
}
