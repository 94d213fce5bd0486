/** The torch, where the camera has one. */

import { useCallback, useState } from "react";

export function useTorch() {
  const [torch, setTorch] = useState({ can: false, on: false, set: null });
  const offer = useCallback(({ can, set }) => setTorch({ can, on: false, set }), []);
  const toggle = () => {
    torch.set?.(!torch.on);
    setTorch({ ...torch, on: !torch.on });
  };
  return { can: torch.can, on: torch.on, toggle, offer };
}
