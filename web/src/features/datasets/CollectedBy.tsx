import { Alert, Text } from "@mantine/core";
import { TextLink } from "@/components/TextLink";
import type { ItemVersion } from "./datasets";

/** Which collector made an item and why; nothing of an item that none made. */
export function CollectedBy({ item }: { item: ItemVersion }) {
  const { collected_by: collector, reason, withdrawn } = toTexts(item.metadata);
  if (collector === undefined) return null;
  return (
    <Alert color="gray" title="Collected" p="sm">
      <Text size="sm" className="untrusted">
        By{" "}
        <TextLink to="/collectors/$collectorName" params={{ collectorName: collector }}>
          {collector}
        </TextLink>
        {reason !== undefined && `: ${reason}`}
      </Text>
      {withdrawn !== undefined && (
        <Text size="sm" className="untrusted">
          {withdrawn}
        </Text>
      )}
    </Alert>
  );
}

/** The texts of an object; nothing of what is none, for applications write metadata as they like. */
function toTexts(metadata: unknown): Record<string, string | undefined> {
  if (typeof metadata !== "object" || metadata === null) return {};
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => typeof value === "string"));
}
