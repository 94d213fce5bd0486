/** The heads that a teacher counted, beside those that the roll knows. */

/** Far more than this room can hold: a digit too many, not children of other classes. @param {number | null} counted */
export const isTooMany = (counted, { expected, guests }) => counted > 2 * (expected + guests.length) + 10;
