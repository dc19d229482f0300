import { ActionIcon, Tooltip, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { IconMoon, IconSun } from "@tabler/icons-react";

/** Light or dark; the system's choice until one is made. */
export function ColorScheme() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme("light", { getInitialValueInEffect: false });
  const other = scheme === "dark" ? "light" : "dark";
  const Icon = scheme === "dark" ? IconSun : IconMoon;
  return (
    <Tooltip label={`Go ${other}`}>
      <ActionIcon variant="subtle" color="gray" aria-label={`Go ${other}`} onClick={() => setColorScheme(other)}>
        <Icon size={18} />
      </ActionIcon>
    </Tooltip>
  );
}
