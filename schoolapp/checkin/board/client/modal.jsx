/** The browser's own dialog: it keeps the focus inside, closes with Escape or a tap beside it, and gives the focus back. */

import { useEffect, useRef } from "react";

export function Modal({ label, onClose, children }) {
  const dialog = useRef(null);
  useEffect(() => {
    const opener = document.activeElement;
    if (!dialog.current.open) dialog.current.showModal();
    return () => opener?.focus?.();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="k-dialog b-modal"
      aria-label={label}
      onCancel={(event) => { event.preventDefault(); onClose(); }}
      onClick={(event) => { if (event.target === dialog.current) onClose(); }}
    >
      {children}
    </dialog>
  );
}
