import { Switch } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { describeError } from "./ErrorState";

interface Given {
  /** What it switches, where no label says so. */
  name: string;
  label?: string | undefined;
  enabled: boolean;
  onChange: (enabled: boolean) => Promise<unknown>;
}

/** Whether something that works by itself does so. */
export function EnabledSwitch({ name, label, enabled, onChange }: Given) {
  const switching = useMutation({
    mutationFn: onChange,
    onError: (error) => notifications.show({ color: "red", title: "It could not be changed", message: describeError(error) }),
  });
  return (
    <Switch
      size="sm"
      label={label}
      aria-label={label === undefined ? `${name} is on` : undefined}
      checked={switching.isPending ? switching.variables : enabled}
      onChange={(event) => switching.mutate(event.currentTarget.checked)}
    />
  );
}
