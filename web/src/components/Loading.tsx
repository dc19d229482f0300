import { Skeleton, Stack } from "@mantine/core";

/** The place of what is on its way. */
export function Loading({ rows = 8, height = 28 }: { rows?: number; height?: number }) {
  return (
    <Stack gap="xs" aria-busy="true" aria-label="Loading" role="status">
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={height} />
      ))}
    </Stack>
  );
}
