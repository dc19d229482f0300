import { Button, Tooltip } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";

interface Props {
  isLive: boolean;
  onChange: (isLive: boolean) => void;
}

/** Shows traces as they come, or holds still. */
export function LiveTail({ isLive, onChange }: Props) {
  const Icon = isLive ? IconPlayerPause : IconPlayerPlay;
  return (
    <Tooltip label={isLive ? "Hold the list still" : "Show traces as they come"}>
      <Button size="xs" variant={isLive ? "light" : "default"} aria-pressed={isLive} leftSection={<Icon size={14} />} onClick={() => onChange(!isLive)}>
        Live
      </Button>
    </Tooltip>
  );
}
