import { Stack, Text, Title } from "@mantine/core";
import { TextDiff } from "@/components/TextDiff";
import { formatTime } from "@/format/times";
import type { ItemVersion } from "./datasets";
import { toComparable } from "./itemText";

/** What each edit made of the version before, the newest first. */
export function ItemVersions({ versions, hasMore }: { versions: readonly ItemVersion[]; hasMore: boolean }) {
  return (
    <Stack component="ol" gap="lg" p={0} m={0}>
      {versions.map((version, index) => {
        const before = versions[index + 1];
        return (
          <Stack component="li" key={version.updated_at} gap="xs">
            <Title order={3}>
              {say(version, before, hasMore)} {formatTime(version.updated_at)}
            </Title>
            {before && !version.deleted && (
              <TextDiff before={toComparable(before)} after={toComparable(version)} label={`What changed ${formatTime(version.updated_at)}`} />
            )}
          </Stack>
        );
      })}
      {hasMore && <Text size="sm">There are older versions.</Text>}
    </Stack>
  );
}

function say(version: ItemVersion, before: ItemVersion | undefined, hasMore: boolean): string {
  if (version.deleted) return "Taken out";
  if (before === undefined && !hasMore) return "Made";
  if (before !== undefined && before.status !== version.status) return version.status === "ARCHIVED" ? "Archived" : "Brought back";
  return "Changed";
}
