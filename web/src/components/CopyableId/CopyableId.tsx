import { Group, Text } from "@mantine/core";
import { CopyButton } from "./CopyButton";

interface Props {
  id: string;
  /** What it is the id of: “trace”. */
  of: string;
  /** How much of it is shown; all of it is copied. */
  length?: number;
}

/** An id, cut short, that a click copies. */
export function CopyableId({ id, of, length = 12 }: Props) {
  const shown = id.length > length + 1 ? `${id.slice(0, length)}…` : id;
  return (
    <Group gap={2} wrap="nowrap" display="inline-flex">
      <Text span className="mono" title={id} truncate>
        <bdi>{shown}</bdi>
      </Text>
      <CopyButton text={id} label={`Copy the id of the ${of}`} />
    </Group>
  );
}
