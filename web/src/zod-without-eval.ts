import { z } from "zod";

// The page's policy forbids building functions from text, which zod would try for speed.
z.config({ jitless: true });
