/**
 * Code that runs other people's code. A row names a file or folder below site-packages or the standard library, or
 * one function of a file (`threading.py:run`).
 */

/** Start-up, imports, and the first frames of threads and processes (CPython 3.8 to 3.15). */
export const standardBootstrap: ReadonlySet<string> = new Set([
  "importlib.py",
  "importlib/__init__.py",
  "importlib/_abc.py",
  "importlib/_bootstrap.py",
  "importlib/_bootstrap_external.py",
  "importlib/abc.py",
  "importlib/util.py",
  "runpy.py",
  "site.py",
  "zipimport.py",
  "getpath.py",
  "threading.py:_bootstrap",
  "threading.py:_bootstrap_inner",
  "threading.py:run",
  "threading.py:_shutdown",
  "multiprocessing/context.py",
  "multiprocessing/forkserver.py",
  "multiprocessing/popen_fork.py",
  "multiprocessing/popen_forkserver.py",
  "multiprocessing/popen_spawn_posix.py",
  "multiprocessing/popen_spawn_win32.py",
  "multiprocessing/process.py",
  "multiprocessing/resource_sharer.py",
  "multiprocessing/resource_tracker.py",
  "multiprocessing/spawn.py",
  "multiprocessing/util.py",
  "multiprocessing/pool.py:worker",
  "multiprocessing/pool.py:mapstar",
  "multiprocessing/pool.py:starmapstar",
  "multiprocessing/pool.py:_handle_workers",
  "multiprocessing/pool.py:_handle_tasks",
  "multiprocessing/pool.py:_handle_results",
  "concurrent/futures/thread.py:_worker",
  "concurrent/futures/thread.py:run",
  "concurrent/futures/process.py:_process_worker",
  "concurrent/futures/process.py:_process_chunk",
]);

/** Programs of the standard library that run the user's program or tests. */
export const standardRunners: ReadonlySet<string> = new Set([
  "bdb.py",
  "cProfile.py",
  "doctest.py",
  "pdb.py",
  "profile.py",
  "profiling",
  "socketserver.py",
  "timeit.py",
  "trace.py",
  "unittest/__main__.py",
  "unittest/async_case.py",
  "unittest/case.py",
  "unittest/loader.py",
  "unittest/main.py",
  "unittest/result.py",
  "unittest/runner.py",
  "unittest/signals.py",
  "unittest/suite.py",
  "wsgiref/handlers.py",
  "wsgiref/simple_server.py",
]);

/** The standard library's loops. */
export const standardEventLoops: ReadonlySet<string> = new Set([
  "asyncio/base_events.py",
  "asyncio/events.py",
  "asyncio/futures.py",
  "asyncio/proactor_events.py",
  "asyncio/runners.py",
  "asyncio/selector_events.py",
  "asyncio/taskgroups.py",
  "asyncio/tasks.py",
  "asyncio/threads.py",
  "asyncio/timeouts.py",
  "asyncio/unix_events.py",
  "asyncio/windows_events.py",
  "selectors.py",
]);

/** Frameworks between a command line and the program that it belongs to. */
export const commandLineFrameworks: ReadonlySet<string> = new Set([
  "absl/app.py",
  "click/core.py",
  "click/decorators.py",
  "fire/core.py",
  "rich_click",
  "typer/core.py",
  "typer/main.py",
]);

/** Test runners and servers. */
export const installedRunners: ReadonlySet<string> = new Set([
  "_pytest",
  "celery/app/trace.py",
  "celery/worker",
  "coverage",
  "django/core/handlers",
  "django/core/management",
  "django/core/servers",
  "django/utils/autoreload.py",
  "flask/__main__.py",
  "flask/app.py",
  "flask/cli.py",
  "gunicorn",
  "hypercorn",
  "nose",
  "nose2",
  "pluggy",
  "py/test.py",
  "pytest",
  "pytest.py",
  "pytest_asyncio",
  "pytest_cov",
  "starlette/applications.py",
  "starlette/routing.py",
  "uvicorn",
  "waitress",
  "werkzeug/serving.py",
  "xdist",
]);

/** Loops from packages. */
export const installedEventLoops: ReadonlySet<string> = new Set([
  "anyio/_backends",
  "anyio/_core",
  "eventlet/hubs",
  "gevent/baseserver.py",
  "gevent/hub.py",
  "gevent/threadpool.py",
  "tornado/ioloop.py",
  "tornado/platform",
  "trio/_core",
  "trio/_threads.py",
  "twisted/internet",
  "uvloop",
]);
