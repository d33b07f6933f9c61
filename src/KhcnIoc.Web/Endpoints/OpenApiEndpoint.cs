namespace KhcnIoc.Web.Endpoints;

/// <summary>Serves the description of the API. It is written by hand: the registry in reach lacks the library that would generate it (docs/decisions/0001); a test holds it against the routes.</summary>
internal static class OpenApiEndpoint
{
    public static void MapOpenApiDocument(this IEndpointRouteBuilder routes)
    {
        using var stream = typeof(OpenApiEndpoint).Assembly.GetManifestResourceStream("openapi.v1.json")
            ?? throw new InvalidOperationException("The API description is not embedded in the program.");
        using var reader = new StreamReader(stream);
        var document = reader.ReadToEnd();
        routes.MapGet("/openapi/v1.json", () => Results.Text(document, "application/json"));
    }
}
