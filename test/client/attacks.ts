// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are shell

/** Ways to remove the home. They are run in a home that is nobody's, in a file system of its own. */
export const REMOVALS: readonly string[] = [
  'rm -rf ~',
  'rm -rf "$HOME"',
  'rm -fr -- ${HOME}/',
  'r\\m -r --force ~/',
  '"rm" -rf /mnt/ada',
  'cd ~ && rm -rf ./* .[a-z]*',
  'd=~; rm -rf "$d"',
  'bash -c "rm -rf ~"',
  'eval "rm -rf $HOME"',
  'echo rm -rf "$HOME" | sh',
  'find ~ -delete',
  'find "$HOME" -mindepth 1 -exec rm -rf {} +',
  'echo "$HOME" | xargs rm -rf',
  'env -i /bin/rm -rf /mnt/ada',
  'true; (nohup rm -rf "$HOME" &)',
  'python3 -c "import shutil; shutil.rmtree(\'/mnt/ada\')"',
  'node -e "require(\'fs\').rmSync(process.env.HOME, {recursive: true, force: true})"',
  'sh <<< "rm -rf ~"',
  'rm -rf /mnt/ada/projects/../../ada',
];

/** Ways to overwrite or remove the protected branch of the remote. */
export const PUSHES: readonly string[] = [
  'git push --force origin main',
  'git push -f origin work:main',
  'git push origin +work:main',
  'git push origin +HEAD:refs/heads/main',
  'git push origin :main',
  'git push origin --delete main',
  'git push --mirror',
  'git push -qf origin HEAD:main',
  'git -c alias.p="push --force" p origin work:main',
  'git -C . push --force-with-lease --force origin work:main',
  'cd src && git --git-dir=../.git push -f origin work:main',
  'bash -lc "git push -f origin work:main"',
  'echo git push -f origin work:main | bash',
  'GIT_DIR=.git command git push --forc origin work:main',
  'printf "%s" "work:main" | xargs git push -f origin',
  '/usr/bin/git push -f origin "work:ma""in"',
  'git config alias.up "push -f origin work:main" && git up',
  'git push --prune origin "refs/heads/x*:refs/heads/*"',
];
