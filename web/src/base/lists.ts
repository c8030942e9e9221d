/**
 * Several texts as one value of the address, with commas between them. "%" alone is the empty
 * text; nothing is no text at all.
 */
export function encodeList(values: readonly string[]): string {
  return values
    .map((value) => (value === "" ? "%" : value.replace(/[%,]/g, encodeURIComponent)))
    .join(",");
}

export function decodeList(text: string | undefined): string[] {
  return text ? text.split(",").map((part) => (part === "%" ? "" : decode(part))) : [];
}

function decode(text: string): string {
  return text.replace(/%(25|2C)/gi, (_all, code: string) => (code === "25" ? "%" : ","));
}

/** A value more or, if it was there, less. */
export function toggled(values: readonly string[], value: string): string[] {
  return values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
}
