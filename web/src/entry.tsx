export function Entry(_: { folder: string; code: string }) {
  return null;
}
