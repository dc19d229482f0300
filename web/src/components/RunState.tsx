import { Badge, Loader } from "@mantine/core";

/** How far work over what is stored has come. */
export type State = "queued" | "running" | "completed" | "failed" | "cancelled";

const LOOKS: Record<State, { label: string; color: string }> = {
  queued: { label: "Queued", color: "gray" },
  running: { label: "Running", color: "cyan" },
  completed: { label: "Completed", color: "teal" },
  failed: { label: "Failed", color: "red" },
  cancelled: { label: "Cancelled", color: "gray" },
};

export const isUnderWay = ({ state }: { state: State }) => state === "queued" || state === "running";

/** How far a run has come, in a word. */
export function RunState({ state }: { state: State }) {
  const { label, color } = LOOKS[state];
  return (
    <Badge variant="light" color={color} leftSection={isUnderWay({ state }) && <Loader size={10} color={color} />}>
      {label}
    </Badge>
  );
}
