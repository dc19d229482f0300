import { Button } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { acknowledge, type Firing } from "./alerts";
import { useActing } from "./useActing";
import { useMyName } from "./useMyName";

/** Somebody has seen it: nobody is told of it again until it is resolved. */
export function AcknowledgeButton({ firing, size = "xs" }: { firing: Firing; size?: "xs" | "compact-xs" }) {
  const [by] = useMyName();
  const acknowledging = useActing(() => acknowledge(firing.id, by));
  if (firing.acknowledged_at !== null || firing.resolved_at !== null) return null;
  return (
    <Button
      size={size}
      variant="default"
      leftSection={<IconCheck size={15} />}
      loading={acknowledging.isPending}
      title="Seen: nobody is told of it again until it is resolved"
      onClick={() => acknowledging.mutate(undefined)}
    >
      Acknowledge
    </Button>
  );
}
