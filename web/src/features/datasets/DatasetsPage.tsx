import { Title } from "@mantine/core";

export function DatasetsPage() {
  return <Title order={1}>DatasetsPage</Title>;
}
