import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../shared/assert-never.ts';
import type { QueryProblem } from '../../../shared/query/query.ts';
import styles from './query.module.css';

function useProblemText(): (problem: QueryProblem) => string {
  const { t } = useTranslation();
  return (problem) => {
    switch (problem.kind) {
      case 'operator':
        return t('query.problem.operator', { name: problem.name });
      case 'value':
        return t(`query.problem.value.${problem.operator}`, { value: problem.value });
      case 'expression':
        return t(`query.problem.expression.${problem.why}`, { expression: problem.expression });
      case 'too-long':
        return t('query.problem.tooLong');
      default:
        return assertNever(problem);
    }
  };
}

/** What of a query could not be understood, and how it is written. */
export function QueryProblems({ problems }: { readonly problems: readonly QueryProblem[] }) {
  const text = useProblemText();
  return (
    <div role="status" className={styles['problems']}>
      {problems.map((problem, i) => (
        <span key={i}>{text(problem)}</span>
      ))}
    </div>
  );
}
