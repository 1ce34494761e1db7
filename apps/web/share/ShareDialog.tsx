import type { View } from "@mission-control/contracts";
import { X } from "lucide-react";
import {
  Button,
  Dialog,
  Heading,
  Modal,
  ModalOverlay,
  Tab,
  TabList,
  TabPanel,
  Tabs,
} from "react-aria-components";
import { useWallSearch } from "../data/use-wall-search.ts";
import { LinkToCopy } from "./LinkToCopy.tsx";
import { SharedSoFar } from "./SharedSoFar.tsx";
import { ShareForm } from "./ShareForm.tsx";
import { SnapshotForm } from "./SnapshotForm.tsx";
import { WallForm } from "./WallForm.tsx";
import "../style/share.css";

/** What is seen, for others: the link, a link that needs no account, a snapshot, a wall; and what was shared so far. */
export function ShareDialog({ view, onClose }: { view: View; onClose: () => void }) {
  const [search] = useWallSearch();
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal wide">
        <Dialog className="dialog share-dialog">
          <header>
            <Heading slot="title">Share “{view.name}”</Heading>
            <Button slot="close" aria-label="Close" className="icon-button">
              <X size={16} aria-hidden />
            </Button>
          </header>
          <Tabs className="share-tabs">
            <TabList aria-label="How to share" className="share-tab-list">
              <Tab id="link">Link</Tab>
              <Tab id="share">Share link</Tab>
              <Tab id="snapshot">Snapshot</Tab>
              <Tab id="wall">Show on a wall</Tab>
              <Tab id="list">Shared so far</Tab>
            </TabList>
            <TabPanel id="link">
              <p>
                For whoever can open Mission Control: it shows exactly what you see, with its range, moment,
                filters and added lanes.
              </p>
              <LinkToCopy url={location.href} label="the link" />
            </TabPanel>
            <TabPanel id="share">
              <ShareForm view={view} search={search} />
            </TabPanel>
            <TabPanel id="snapshot">
              <SnapshotForm view={view} search={search} />
            </TabPanel>
            <TabPanel id="wall">
              <WallForm view={view} search={search} onClose={onClose} />
            </TabPanel>
            <TabPanel id="list">
              <SharedSoFar />
            </TabPanel>
          </Tabs>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
