import { Title } from "@mantine/core";

export function DatasetPage() {
  return <Title order={1}>DatasetPage</Title>;
}
