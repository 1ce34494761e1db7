import { serveLanes } from "cubism-es/worker";

serveLanes(self);
