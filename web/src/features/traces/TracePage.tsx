import { Title } from "@mantine/core";

export function TracePage() {
  return <Title order={1}>TracePage</Title>;
}
