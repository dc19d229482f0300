import { createTheme, type CSSVariablesResolver, Drawer, Modal } from "@mantine/core";

const closable = { closeButtonProps: { "aria-label": "Close" } };

export const theme = createTheme({
  primaryColor: "cyan",
  primaryShade: 9, // white on it has a contrast of 5.5
  autoContrast: true,
  defaultRadius: "sm",
  cursorType: "pointer",
  fontFamily: "ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace",
  components: { Modal: Modal.extend({ defaultProps: closable }), Drawer: Drawer.extend({ defaultProps: closable }) },
  headings: { fontWeight: "600", sizes: { h1: { fontSize: "1.375rem" }, h2: { fontSize: "1.0625rem" }, h3: { fontSize: "0.9375rem" } } },
});

/** Colours that both schemes have, each with a contrast of at least 4.5 to its background. */
export const colors: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#596068",
    "--ratchet-better": "#1b6e33",
    "--ratchet-worse": "#b3261e",
    "--mantine-color-green-light-color": "#237032",
    "--mantine-color-orange-light-color": "#a8370b",
    "--mantine-color-red-light-color": "#b82222",
    "--mantine-color-teal-light-color": "#066347",
    "--mantine-color-yellow-light-color": "#8a4a00",
  },
  dark: {
    "--mantine-color-dimmed": "#a6a9ad",
    "--ratchet-better": "#69d083",
    "--ratchet-worse": "#ff8a80",
  },
});
