/** Views that are fetched when they are first shown. */
import type { ComponentType, VNode } from "preact";
import { useEffect, useState } from "preact/hooks";

/** Nothing is shown until the view is there; then it stays. */
export function lazy<Props extends object>(fetch: () => Promise<ComponentType<Props>>): (props: Props & { key?: string }) => VNode | null {
  let view: ComponentType<Props> | null = null;
  return function Lazy(props: Props) {
    const [, there] = useState(view !== null);
    useEffect(() => {
      if (!view)
        fetch().then((fetched) => {
          view = fetched;
          there(true);
        });
    }, []);
    const View = view;
    return View ? <View {...props} /> : null;
  };
}
