using KhcnIoc.Core.Packs;

namespace KhcnIoc.Core.Tests.Packs;

public sealed class PackLoaderTests
{
    [Fact]
    public void Load_UnknownProvince_GivesOneErrorThatListsTheKnown()
    {
        var error = Assert.Single(PackLoader.Load("dong-tap", ShippedPacks.Files).Errors);

        Assert.Equal("unknown province \"dong-tap\"; known are dong-nai, dong-thap", error.Message);
    }

    [Fact]
    public void Load_NoFiles_SaysThatThereIsNoProvince()
    {
        var result = PackLoader.Load("dong-thap", []);

        Assert.Null(result.Pack);
        Assert.Contains("there are none", Assert.Single(result.Errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("catalogue/indicators.yaml")]
    [InlineData("catalogue/units.yaml")]
    [InlineData("dong-thap/agencies.yaml")]
    [InlineData("dong-thap/communes.yaml")]
    [InlineData("dong-thap/plans.yaml")]
    [InlineData("dong-thap/dashboards/main.json")]
    public void Load_FileMissing_ReportsItAloneWithoutTheReferencesToIt(string path)
    {
        var error = Assert.Single(PackLoader.Load("dong-thap", [.. ShippedPacks.Files.Where(f => f.Path != path)]).Errors);

        Assert.Equal(path, error.File);
        Assert.Contains("missing", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("targets: [\n  { plan: x }\n", 3, "not valid YAML")]
    [InlineData("targets:\n  - a: 1\n   b: 2\n", 3, "not valid YAML")]
    [InlineData("targets: []\n---\ntargets: []\n", 2, "a second document")]
    [InlineData("", 1, "the file is empty")]
    [InlineData("targets: &a []\n", 1, "anchors and aliases")]
    [InlineData("- 1\n", 1, "a map of keys and values is expected here, not a list")]
    [InlineData("targets:\n", 1, "\"targets\" is empty; a list is needed")]
    [InlineData("# nothing\ntarget: []\n", 2, "unknown key \"target\"; did you mean \"targets\"?")]
    public void Load_YamlThatIsNoPackFile_NamesLineAndReason(string text, int line, string reason)
    {
        var errors = PackLoader.Load("dong-thap", Replace("dong-thap/targets.yaml", text)).Errors;

        Assert.Contains(errors, e => e.File == "dong-thap/targets.yaml" && e.Line == line && e.Message.Contains(reason, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{\n  \"schema\": 1,\n  \"code\": \"main\"\n  \"x\": 1\n}\n", 4)]
    [InlineData("{ \"schema\": 1, }", 1)]
    [InlineData("{\n  // comment\n}", 2)]
    [InlineData("{\n\n\"a\": \"\\ud800\"\n}", 3)]
    [InlineData("{\n}\n}", 3)]
    public void Load_JsonSyntaxError_NamesTheLine(string text, int line)
    {
        var error = Assert.Single(PackLoader.Load("dong-thap", Replace("dong-thap/dashboards/main.json", text)).Errors);

        Assert.Equal(("dong-thap/dashboards/main.json", line), (error.File, error.Line));
        Assert.StartsWith("not valid JSON", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ExtraDashboard_BelongsToEveryProvince()
    {
        var extra = new PackFile("extra-dashboards/load.json", """
            { "schema": 1, "code": "load", "title": { "vi": "Thử tải", "en": "Load" }, "rotateSeconds": 20, "pages": [
              { "code": "one", "title": { "vi": "Một", "en": "One" }, "columns": 1, "rows": 1, "tiles": [ { "indicator": "coverage-5g", "x": 0, "y": 0 } ] } ] }
            """);

        foreach (var province in (string[])["dong-thap", "dong-nai"])
        {
            var result = PackLoader.Load(province, [.. ShippedPacks.Files, extra]);

            Assert.Empty(result.Errors);
            Assert.Equal(["load", "main"], result.Pack!.Dashboards.Keys.Order());
        }
    }

    [Fact]
    public void Load_BrokenNeighbour_DoesNotTouchThisProvince()
    {
        Assert.Empty(PackLoader.Load("dong-thap", Replace("dong-nai/targets.yaml", "}")).Errors);
    }

    [Fact]
    public void Load_DamagedFiles_AlwaysAnswersWithErrorsAndPlaces()
    {
        var random = new Random(58);
        var found = 0;
        string[] scraps = ["", "\n", "  ", "\"", "{", "]", ": ", "- ", "&a ", "*", "null", "1e9", "\0", "\u0301", "99999999999999999999999999999999", "\ud800", "…", "true", "|", "? "];
        var names = ShippedPacks.Files.Select(f => f.Path).Where(p => !p.StartsWith("dong-nai/", StringComparison.Ordinal)).ToArray();
        for (var round = 0; round < 60; round++)
        {
            var path = names[random.Next(names.Length)];
            var text = ShippedPacks.Files.Single(f => f.Path == path).Text;
            for (var cuts = random.Next(1, 6); cuts > 0; cuts--)
            {
                var at = random.Next(text.Length);
                text = text.Remove(at, random.Next(Math.Min(8, text.Length - at))).Insert(at, scraps[random.Next(scraps.Length)]);
            }

            var files = Replace(path, text);
            var lines = files.ToDictionary(f => f.Path, f => f.Text.Count(c => c == '\n') + 1);
            var result = PackLoader.Load("dong-thap", files);

            Assert.Equal(result.Errors.Count == 0, result.Pack is not null);
            Assert.All(result.Errors, e => Assert.InRange(e.Line, 1, lines[e.File]));
            found += result.Errors.Count;
        }

        Assert.True(found > 80, $"Only {found} errors were found in damaged files.");
    }

    private static List<PackFile> Replace(string path, string text) =>
        [.. ShippedPacks.Files.Where(f => f.Path != path), new(path, text)];
}
