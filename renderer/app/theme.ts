import {
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  type MantineThemeOverride,
  mergeThemeOverrides,
} from '@mantine/core';
import type { TFunction } from 'i18next';

// The accent of the visual target: shade 7 on light, shade 3 on dark.
const accent: MantineColorsTuple = [
  '#e0f2f0',
  '#bfe5e1',
  '#86d6ce',
  '#3cc6bb',
  '#2bb0a6',
  '#1a9a92',
  '#128a84',
  '#0b7a75',
  '#096762',
  '#07534f',
];
const danger: MantineColorsTuple = [
  '#fdecea',
  '#fbd5d1',
  '#ffada6',
  '#ff7b72',
  '#ec5f56',
  '#d9463e',
  '#cc3a33',
  '#c0322b',
  '#a32a24',
  '#86221d',
];

// Mantine's neutral colours on dark, from text to what lies below the page: those of `tokens.css`.
const dark: MantineColorsTuple = [
  '#e5ebf1',
  '#c3ccd6',
  '#9aa8b7',
  '#8d9aa9',
  '#2b3641',
  '#26303b',
  '#1f2832',
  '#151b23',
  '#10151b',
  '#0c1116',
];

export const theme = createTheme({
  fontFamily: '"Inter Variable", Inter, system-ui, "Segoe UI", "Noto Sans SC", "Noto Sans CJK SC", sans-serif',
  fontFamilyMonospace: '"JetBrains Mono Variable", "JetBrains Mono", ui-monospace, Menlo, Consolas, "Noto Sans CJK SC", monospace',
  colors: { accent, danger, dark },
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 3 },
  autoContrast: false,
  defaultRadius: 7,
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '15px', xl: '17px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.45', lg: '1.45', xl: '1.4' },
  headings: { fontWeight: '620' },
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { variant: 'filled', size: 'compact-md', h: 30, px: 12, fz: 13, fw: 500 } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    Select: {
      defaultProps: {
        size: 'sm',
        allowDeselect: false,
        withCheckIcon: false,
        comboboxProps: { shadow: 'md' },
        // Nothing but the chevron, which a screen reader would call an image.
        rightSectionProps: { 'aria-hidden': true },
      },
    },
    Textarea: { defaultProps: { size: 'sm' } },
    // Not cut by the menu around it, which scrolls in a low window.
    MenuSub: { defaultProps: { floatingStrategy: 'fixed' } },
    Checkbox: { defaultProps: { size: 'xs', iconColor: 'var(--on-accent)' } },
    Radio: { defaultProps: { iconColor: 'var(--on-accent)' } },
    RadioIndicator: { defaultProps: { iconColor: 'var(--on-accent)' } },
    Tooltip: {
      defaultProps: {
        openDelay: 350,
        withArrow: false,
        fz: 12,
        multiline: true,
        maw: 480,
        color: 'var(--tooltip)',
        c: 'var(--tooltip-text)',
      },
    },
    Modal: {
      defaultProps: {
        centered: true,
        radius: 12,
        overlayProps: { color: '#080e14', backgroundOpacity: 0.45 },
        transitionProps: { duration: 120, transition: 'fade' },
      },
    },
    // Its place holder for the first focus is no item of a menu; without it the menu itself has the focus, and arrows go on from there.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false, shadow: 'md', radius: 9, transitionProps: { duration: 80 } } },
  },
});

/** Mantine's own surfaces take the tokens of `tokens.css`. */
export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--dim)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-disabled': 'var(--disabled)',
    '--mantine-color-disabled-color': 'var(--disabled-text)',
    '--mantine-color-disabled-border': 'var(--line)',
    '--mantine-color-default-color': 'var(--text)',
    '--mantine-color-default-border': 'var(--line)',
    '--mantine-color-placeholder': 'var(--faint)',
    '--mantine-color-error': 'var(--danger)',
    '--mantine-primary-color-contrast': 'var(--on-accent)',
  };
  return { variables: {}, light: shared, dark: shared };
};

/** The theme with names for the buttons that Mantine's own parts have: without them, a screen reader says "button". */
export function withNames(t: TFunction): MantineThemeOverride {
  const close = { 'aria-label': t('dialog.close') };
  return mergeThemeOverrides(theme, {
    components: {
      Notification: { defaultProps: { closeButtonProps: close } },
      PasswordInput: {
        defaultProps: {
          ...theme.components?.['PasswordInput']?.defaultProps,
          visibilityToggleFocusable: true,
          visibilityToggleButtonProps: { 'aria-label': t('connectionDialog.showPassword') },
        },
      },
    },
  });
}
