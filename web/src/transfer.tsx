import type { Address } from "./address";

export function Transfer(_: { address: Address }) {
  return null;
}
