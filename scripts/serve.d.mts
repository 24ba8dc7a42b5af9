import type { Server } from 'node:http';

export const contentSecurityPolicy: string;
export const embedPolicy: string;
export function headersOf(path: string): Record<string, string>;
export function serve(options?: {
  folder?: string;
  port?: number;
  onResponse?: (path: string, bytes: number) => void;
}): Promise<{ server: Server; address: string }>;
