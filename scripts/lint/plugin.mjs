import path from 'node:path';
import { newerThanRuntime } from './newer-than-runtime.mjs';

/** File names are kebab-case, with role suffixes set off by dots: "frame-port.test.ts". */
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** @param {string} fileName without folder */
export const isKebabCase = (fileName) => fileName.split('.').every((part) => KEBAB.test(part));

const kebabCaseFile = {
  meta: { type: 'suggestion', schema: [], messages: { name: 'File name "{{name}}" is not kebab-case.' } },
  create: (context) => ({
    Program(node) {
      const name = path.basename(context.filename);
      if (!isKebabCase(name)) context.report({ node, messageId: 'name', data: { name } });
    },
  }),
};

const noModuleState = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { state: 'Module-level mutable state: give "{{name}}" an owner that opens and closes it.' },
  },
  create(context) {
    const flag = (node) => context.report({ node, messageId: 'state', data: { name: node.id.name ?? 'this' } });
    return {
      'Program > VariableDeclaration[kind=/^(let|var)$/] > VariableDeclarator': flag,
      'Program > ExportNamedDeclaration > VariableDeclaration[kind=/^(let|var)$/] > VariableDeclarator': flag,
    };
  },
};

const noSilentCatch = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      silent: 'A catch that does nothing: handle the error, pass it on, or say in a comment why it is nothing.',
    },
  },
  create: (context) => ({
    CatchClause(node) {
      const silent = node.body.body.length === 0 && context.sourceCode.getCommentsInside(node.body).length === 0;
      if (silent) context.report({ node, messageId: 'silent' });
    },
    'CallExpression[callee.property.name="catch"] > ArrowFunctionExpression > BlockStatement.body'(node) {
      const silent = node.body.length === 0 && context.sourceCode.getCommentsInside(node).length === 0;
      if (silent) context.report({ node, messageId: 'silent' });
    },
  }),
};

/** The project's own lint rules. */
export const nightjar = {
  rules: {
    'kebab-case-file': kebabCaseFile,
    'no-module-state': noModuleState,
    'no-silent-catch': noSilentCatch,
    'newer-than-runtime': newerThanRuntime,
  },
};
