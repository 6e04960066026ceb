/** Colours text, or leaves it alone. */
export type Paint = (colour: Colour, text: string) => string;

export type Colour = "green" | "yellow" | "red" | "magenta" | "gray" | "bold";
