import type { Address } from "./address";

export function Awards(_: { address: Address }) {
  return null;
}
