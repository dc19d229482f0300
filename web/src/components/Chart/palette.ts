import { useComputedColorScheme } from "@mantine/core";

const LIGHT = {
  blue: "#1971c2",
  cyan: "#0c8599",
  green: "#2f9e44",
  orange: "#e8590c",
  violet: "#7048e8",
  red: "#d6336c",
  yellow: "#b98900",
  gray: "#868e96",
  ink: "#495057",
  grid: "#e9ecef",
};

const DARK: Palette = {
  blue: "#4dabf7",
  cyan: "#3bc9db",
  green: "#69db7c",
  orange: "#ffa94d",
  violet: "#b197fc",
  red: "#f783ac",
  yellow: "#ffd43b",
  gray: "#909296",
  ink: "#c1c2c5",
  grid: "#373a40",
};

export type Palette = typeof LIGHT;
export type Hue = Exclude<keyof Palette, "ink" | "grid">;

/** The colour of a line: that of its hue, or for the period before that of texts. */
export const colorOf = (colors: Palette, { hue, isBefore }: { hue: Hue; isBefore?: boolean | undefined }) =>
  isBefore ? colors.ink : colors[hue];

/** For what has no colour of its own, in order. */
export const HUES: readonly Hue[] = ["red", "orange", "violet", "yellow", "cyan", "blue", "green"];

/** Colours of charts, three times as bright or dark as what is behind them. */
export const usePalette = (): Palette =>
  useComputedColorScheme("light", { getInitialValueInEffect: false }) === "dark" ? DARK : LIGHT;
