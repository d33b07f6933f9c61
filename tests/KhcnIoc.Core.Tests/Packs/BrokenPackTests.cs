using KhcnIoc.Core.Packs;
using KhcnIoc.TestSupport;

namespace KhcnIoc.Core.Tests.Packs;

/// <summary>The sample in <c>Broken/</c>: every seeded error is found on its line, all at once, and nothing else is reported.</summary>
public sealed class BrokenPackTests
{
    private static readonly string[] s_marks = ["#!", "//!"];

    [Fact]
    public void Load_PackWithManyErrors_ReportsEachOnItsLineAndNothingElse()
    {
        List<PackFile> files = [];
        List<(string File, int Line, string Part)> expected = [];
        var folder = Path.Combine(RepositoryFiles.Root, "tests", "KhcnIoc.Core.Tests", "Packs", "Broken");
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(p => !p.EndsWith(".md", StringComparison.Ordinal)))
        {
            var name = Path.GetRelativePath(folder, path).Replace('\\', '/');
            var lines = File.ReadAllLines(path);
            for (var i = 0; i < lines.Length; i++)
            {
                foreach (var mark in s_marks)
                {
                    var at = lines[i].IndexOf(mark, StringComparison.Ordinal);
                    if (at < 0) continue;
                    expected.AddRange(lines[i][(at + mark.Length)..].Split(" | ").Select(part => (name, i + 1, part.Trim())));
                    lines[i] = lines[i][..at].TrimEnd();
                    break;
                }
            }

            files.Add(new(name, string.Join('\n', lines) + "\n"));
        }

        var errors = PackLoader.Load("thu", files).Errors.ToList();

        List<string> wrong = [];
        foreach (var (file, line, part) in expected)
        {
            var found = errors.FindIndex(e => e.File == file && e.Line == line && e.Message.Contains(part, StringComparison.Ordinal));
            if (found >= 0) errors.RemoveAt(found);
            else wrong.Add($"not reported: {file}:{line}: {part}");
        }

        wrong.AddRange(errors.Select(e => $"not expected: {e}"));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(expected.Count >= 75, $"The sample has only {expected.Count} seeded errors.");
    }
}
