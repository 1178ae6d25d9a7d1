/** The drawing that is shown now, for those who take it along. */
let shown: SVGSVGElement | null = null;

export const drawn = {
  set: (svg: SVGSVGElement | null) => {
    shown = svg;
  },
  get: () => shown,
};
