import { Switch } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { describeError } from "@/components/ErrorState";
import { changeJudge, type Judge } from "./judges";

/** Whether a judge looks at what arrives. */
export function EnabledSwitch({ judge, label }: { judge: Judge; label?: string }) {
  const queries = useQueryClient();
  const switching = useMutation({
    mutationFn: (enabled: boolean) => changeJudge(judge.name, { enabled }),
    onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: ["judges"] }), queries.invalidateQueries({ queryKey: ["judge", judge.name] })]),
    onError: (error) => notifications.show({ color: "red", title: "It could not be changed", message: describeError(error) }),
  });
  return (
    <Switch
      size="sm"
      label={label}
      aria-label={label === undefined ? `${judge.name} is on` : undefined}
      checked={switching.isPending ? switching.variables : judge.enabled}
      onChange={(event) => switching.mutate(event.currentTarget.checked)}
    />
  );
}
