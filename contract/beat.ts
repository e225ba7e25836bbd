/** How often a room without changes gives a sign of life, ms. A screen that hears none for three of them says so (W1). */
export const BEAT = 1000;
