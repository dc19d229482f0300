import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBellOff } from "@tabler/icons-react";
import { SilenceDialog } from "./SilenceDialog";

interface Given {
  ruleId?: string;
  labels?: Readonly<Record<string, string>>;
  /** What it is of, where several stand in a list. */
  of?: string;
  size?: "xs" | "compact-xs";
  label?: string;
}

/** Opens what silences a rule, one group of it, or anything. */
export function SilenceButton({ ruleId, labels, of, size = "xs", label = "Silence" }: Given) {
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button size={size} variant="default" leftSection={<IconBellOff size={15} />} aria-label={of && `Silence ${of}`} onClick={open}>
        {label}
      </Button>
      {opened && <SilenceDialog ruleId={ruleId} labels={labels} onClose={close} />}
    </>
  );
}
