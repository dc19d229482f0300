import { Table } from "@mantine/core";
import type { ReactNode } from "react";

/** What is known of something, a line for each part. */
export function Facts({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Table verticalSpacing={6} layout="fixed" aria-label={label}>
      <Table.Tbody>{children}</Table.Tbody>
    </Table>
  );
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Table.Tr>
      <Table.Th scope="row" w={200} fw={500}>
        {name}
      </Table.Th>
      <Table.Td className="untrusted">{children}</Table.Td>
    </Table.Tr>
  );
}
