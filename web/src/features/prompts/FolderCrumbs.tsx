import { Anchor, Breadcrumbs, Text } from "@mantine/core";
import { toCrumbs } from "./folders";

/** Where one is among the folders, and the way back. */
export function FolderCrumbs({ folder, onOpen }: { folder: string; onOpen: (path: string | null) => void }) {
  if (folder === "") return null;
  const crumbs = [{ name: "All prompts", path: "" }, ...toCrumbs(folder)];
  return (
    <Breadcrumbs component="nav" aria-label="Folders" mb="sm">
      {crumbs.map(({ name, path }) =>
        path === folder ? (
          <Text key={path} size="sm" className="untrusted" aria-current="page">
            {name}
          </Text>
        ) : (
          <Anchor key={path} component="button" type="button" size="sm" onClick={() => onOpen(path || null)}>
            {name}
          </Anchor>
        ),
      )}
    </Breadcrumbs>
  );
}
