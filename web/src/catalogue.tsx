import type { Address } from "./address";

export function Catalogue(_: { address: Address }) {
  return null;
}
export function RulePage(_: { name: string }) {
  return null;
}
