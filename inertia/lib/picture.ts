/** A length in a picture, to the hundredth: what is drawn is no amount, and no amount is kept so. */
export const pixels = (length: number): number => Math.round(length * 100) / 100
