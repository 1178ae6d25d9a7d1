/** Things by what they have in common, in the order in which each comes first. */
export function grouped<T>(things: T[], by: (thing: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const thing of things) groups.set(by(thing), [...(groups.get(by(thing)) ?? []), thing]);
  return [...groups.values()];
}
