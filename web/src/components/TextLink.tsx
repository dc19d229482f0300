import { Anchor, type AnchorProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, Ref } from "react";

type Given = Omit<AnchorProps, "href"> & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof AnchorProps> & { ref?: Ref<HTMLAnchorElement> };

/** A link to another page that looks like one, with the router's own types. */
export const TextLink = createLink(({ ref, ...given }: Given) => <Anchor ref={ref} inherit={given.size === undefined} {...given} />);
