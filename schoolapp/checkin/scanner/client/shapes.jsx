/** The shapes of the verdicts (a colour never stands alone) and the few icons of the scanner. */

const SHAPES = {
  here: <><circle cx="12" cy="12" r="11" fill="currentColor" /><path d="M6.8 12.4l3.4 3.4 7-7.2" /></>,
  redirect: <><rect x="1" y="1" width="22" height="22" rx="5" fill="currentColor" /><path d="M6 12h11M12.5 7l5 5-5 5" /></>,
  refuse: <><path d="M7.5 1h9L23 7.5v9L16.5 23h-9L1 16.500v-9z" fill="currentColor" stroke="none" /><path d="M8 8l8 8M16 8l-8 8" /></>,
  calm: <><circle cx="12" cy="12" r="11" fill="currentColor" /><path d="M7 12h10" /></>,
  unknown: <circle cx="12" cy="12" r="10" className="s-dotted" />,
};

export function Shape({ look, small }) {
  return <svg viewBox="0 0 24 24" className={`s-shape s-is-${look}${small ? " s-small" : ""}`} aria-hidden="true">{SHAPES[look]}</svg>;
}

const ICONS = {
  back: <path d="M15 5l-7 7 7 7" />,
  torch: <path d="M8 3h8l-1.500 6v11a1 1 0 01-1 1h-3a1 1 0 01-1-1V9L8 3zM12 12v3" />,
  more: <path d="M5 12h.01M12 12h.01M19 12h.01" />,
  undo: <path d="M9 7L4 12l5 5M4 12h10a5 5 0 015 5v1" />,
  hand: <path d="M4 7h10M4 12h7M4 17h5M14 16l2.500 2.500L21 13" />,
  picture: <><path d="M4 8h3l2-3h6l2 3h3v11H4z" /><circle cx="12" cy="13" r="3.500" /></>,
  film: <><rect x="3" y="6" width="12" height="12" rx="2.500" /><path d="M15 11l6-3.500v9L15 13z" /></>,
  play: <path d="M8 5l11 7-11 7z" fill="currentColor" />,
  keep: <path d="M12 21s-7-5.500-7-11a7 7 0 0114 0c0 5.500-7 11-7 11zM12 12.500a2.500 2.500 0 100-5 2.500 2.500 0 000 5z" />,
};

export function Icon({ name }) {
  return <svg viewBox="0 0 24 24" className="s-icon" aria-hidden="true">{ICONS[name]}</svg>;
}
