import { Button, Code } from "@mantine/core";
import { IconPlus, IconTextRecognition } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useSearchText } from "@/app/searchText";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { PageHeader } from "@/components/PageHeader";
import { SearchBox } from "@/components/SearchBox";
import { formatCount } from "@/format/numbers";
import { FolderCrumbs } from "./FolderCrumbs";
import { findPrompts, openFolder } from "./folders";
import { PromptEditor } from "./PromptEditor";
import { promptsQuery } from "./prompts";
import { PromptTable } from "./PromptTable";

/** The project's prompts, in folders. */
export function PromptsPage() {
  const [folder, setFolder] = useSearchText("folder");
  const [words] = useSearchText("text");
  const [isNew, setNew] = useSearchText("new");
  const prompts = useQuery(promptsQuery);
  const all = prompts.data ?? [];
  const shown = words ? { folders: [], prompts: findPrompts(all, words) } : openFolder(all, folder);
  const make = (
    <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setNew("1")}>
      New prompt
    </Button>
  );
  return (
    <>
      <PageHeader title="Prompts" aside={prompts.data && formatCount(all.length)}>
        <SearchBox label="Find prompts by name, label or tag" placeholder="Name, label or tag" />
        {make}
      </PageHeader>
      {prompts.isPending && <Loading />}
      {prompts.error && <ErrorState error={prompts.error} onRetry={() => void prompts.refetch()} />}
      {prompts.data && all.length === 0 && (
        <EmptyState
          icon={IconTextRecognition}
          title="No prompts yet"
          text={
            <>
              Keep prompts here and read them with <Code>langfuse.get_prompt(…)</Code>, so that each answer tells which version it
              came from.
            </>
          }
          action={make}
        />
      )}
      {all.length > 0 && !words && <FolderCrumbs folder={folder} onOpen={setFolder} />}
      {all.length > 0 && <PromptTable {...shown} isFlat={words !== ""} onOpenFolder={setFolder} />}
      {isNew && <PromptEditor folder={folder} onClose={() => setNew(null)} />}
    </>
  );
}
