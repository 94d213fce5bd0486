/** An icon of the sprite; the word beside it, or the button's label, says what it means. */

export function Icon({ name }) {
  return <svg className="k-icon" viewBox="0 0 24 24" aria-hidden="true"><use href={`/icons.svg#${name}`} /></svg>;
}
