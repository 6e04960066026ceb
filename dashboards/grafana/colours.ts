/**
 * Okabe and Ito's palette, which colour-blind people tell apart. Colours never stand alone: every state has its word. Blue is well,
 * orange is slow, vermilion is broken, grey is unknown, in every panel.
 */
export const colours = {
  well: "#0072B2",
  slow: "#E69F00",
  broken: "#D55E00",
  unknown: "#8A8A8A",
  blocked: "#CC79A7",
  calm: "#56B4E9",
  other: "#009E73",
  faint: "#B8B8B8",
  clear: "transparent",
} as const;
