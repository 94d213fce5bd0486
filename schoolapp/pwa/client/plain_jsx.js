// Stands in for @emotion/react, whose `jsx` Reflex draws with. Ours knows plain properties (`css: {height: "52px"}`) and makes
// them an inline style; whatever is more than that fails the build (front.py).
import { createElement } from "react";

export function jsx(type, props, ...children) {
  if (!props?.css) return createElement(type, props, ...children);
  const { css, ...others } = props;
  return createElement(type, { ...others, style: { ...css, ...others.style } }, ...children);
}
