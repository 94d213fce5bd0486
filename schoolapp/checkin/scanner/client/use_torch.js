/** The torch for the screen, where the camera has one. */

import { useCallback, useState } from "react";

const NONE = { can: false, on: false, toggle: null };

export function useTorch() {
  const [torch, setTorch] = useState(NONE);
  const offer = useCallback(({ can, toggle }) => setTorch({ can, on: false, toggle }), []);
  const toggle = () => torch.toggle?.().then((on) => setTorch((now) => (now.toggle === torch.toggle ? { ...now, on } : now)));
  return { can: torch.can, on: torch.on, toggle, offer };
}
